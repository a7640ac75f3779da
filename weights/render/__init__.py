# SPDX-License-Identifier: GPL-3.0-or-later
"""Training pictures: random people who move their faces as people do, rendered with OpenGL (GPU or llvmpipe).

``python -m weights.render OUT --count 10240`` fills a store; :class:`weights.render.store.Store` reads it. A person
(:mod:`.person`) is an identity, a look, perhaps glasses, one light and one camera; a frame is an expression and a pose.
Pictures are linear light without background: whoever trains on them composes, lights and degrades them anew each time.
"""
