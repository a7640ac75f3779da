# SPDX-License-Identifier: GPL-3.0-or-later
"""Training of the default weights: a frozen pretrained trunk, a small head that learns from renders, export to ONNX."""
