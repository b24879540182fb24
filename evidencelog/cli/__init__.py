"""The command line: commands, output, exit statuses. The words of a contract other programs rely on."""
