# SPDX-License-Identifier: GPL-3.0-or-later
"""Training of the default weights: pretrained trunks, small heads that learn from renders, export to ONNX."""
