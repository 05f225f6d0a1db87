"""Tests in a real Chromium, in a process of their own."""
