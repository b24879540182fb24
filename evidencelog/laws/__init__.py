"""Law as data: what a pack may say (schema), how it is read and refused (loader), where packs lie (catalogue)."""
