"""Which version this is; asking the package's metadata would cost more than the answer."""

VERSION = "0.1.0"
