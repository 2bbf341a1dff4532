"""The parts of the stack, one module each: program, settings and readiness check."""
