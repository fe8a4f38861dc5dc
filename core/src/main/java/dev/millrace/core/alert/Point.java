package dev.millrace.core.alert;

/**
 * A reading that is remembered.
 *
 * @param time milliseconds since 1970
 */
record Point(long time, double value) {}
