"""Colours: two quiet sets of our own and one without any; the terminal's own colours come with Textual (``ansi-dark``, ``ansi-light``)."""

from __future__ import annotations

from textual.theme import Theme

DEFAULT = "evidencelog-dark"

THEMES = (
    Theme(
        name="evidencelog-dark",
        primary="#7aa6c2",
        secondary="#5f8299",
        accent="#8fc1a9",
        warning="#d8b26a",
        error="#d98c7a",
        success="#8fc1a9",
        foreground="#dcdfe2",
        background="#15181b",
        surface="#1c2024",
        panel="#22272c",
        dark=True,
        variables={
            "block-cursor-background": "#2f4a5a",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-text-style": "none",
            "input-selection-background": "#3c6076",
            "border": "#7aa6c2",
        },
    ),
    Theme(
        name="evidencelog-light",
        primary="#2f6788",
        secondary="#55778c",
        accent="#1f6b4f",
        warning="#8a6412",
        error="#a3402c",
        success="#1f6b4f",
        foreground="#14181b",
        background="#faf9f6",
        surface="#f1efea",
        panel="#e7e4dd",
        dark=False,
        variables={
            "block-cursor-background": "#cfe0ea",
            "block-cursor-foreground": "#10181d",
            "block-cursor-text-style": "none",
            "input-selection-background": "#b9d3e2",
            "border": "#2f6788",
        },
    ),
    Theme(
        name="no-colour",
        primary="#c8c8c8",
        secondary="#a0a0a0",
        accent="#ffffff",
        warning="#ffffff",
        error="#ffffff",
        success="#ffffff",
        foreground="#e0e0e0",
        background="#000000",
        surface="#101010",
        panel="#1c1c1c",
        dark=True,
        variables={
            "block-cursor-background": "#e0e0e0",
            "block-cursor-foreground": "#000000",
            "block-cursor-text-style": "none",
            "input-selection-background": "#505050",
            "border": "#c8c8c8",
        },
    ),
)

NAMES = (*(theme.name for theme in THEMES), "ansi-dark", "ansi-light")
"""In the order in which the key takes them."""
