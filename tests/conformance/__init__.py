"""What of the conformance kit is only about Module 2: its printed form in four layouts."""
