# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the head that ships, ``expnet_blender/assets/head``: ``python -m weights.head``.

``recipe`` says who it is, ``skin``, ``eyes`` and ``dressing`` make its parts, ``atlas``, ``complexion`` and ``iris``
their pictures, ``build`` joins and writes them. The result depends on nothing but the MakeHuman data and these files.
"""
