"""The PIN of every sample school, shown on its Welcome screen."""

DEMO_PIN = "2749"
