"""Networks of who is asked, cited and named together: for programs that draw and measure, and as a picture."""
