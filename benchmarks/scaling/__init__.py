"""What an archive costs as it grows: runs that are watched, and the page that shows them."""
