"""The pages that people read: a dataset in hand becomes a site of plain files, with links that hold on a disk and on a server."""
