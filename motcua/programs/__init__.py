"""The programs with a window, put together: kiosk, panel, display."""
