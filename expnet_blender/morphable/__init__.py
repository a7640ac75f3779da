# SPDX-License-Identifier: GPL-3.0-or-later
"""3D morphable faces in the scene: ``reading`` runs the reader as a child process, ``build`` makes the object."""
