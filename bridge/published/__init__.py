# SPDX-License-Identifier: GPL-3.0-or-later
"""The published ExpNet (Chang et al., FG 2018): its networks, its crop, and converted files of it."""
