# SPDX-License-Identifier: GPL-3.0-or-later
"""The default head: ``asset`` reads it without bpy, ``build`` makes the object, ``materials`` its looks."""

NAME = "ExpNet Head"
