"""The domain: rules that hold without a disk, a clock or a screen."""
