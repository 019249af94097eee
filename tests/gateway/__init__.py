"""The real MCP gateway with our plugins in it: environments, driver, demo and tests."""
