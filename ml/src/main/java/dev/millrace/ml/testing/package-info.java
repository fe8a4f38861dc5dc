/**
 * Conformance suites for learners of one's own, free of any test framework: a list of named checks
 * that JUnit, for instance, turns into dynamic tests in one line.
 */
package dev.millrace.ml.testing;
