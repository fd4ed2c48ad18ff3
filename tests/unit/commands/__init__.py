"""The commands, each as it is typed."""
