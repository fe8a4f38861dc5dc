package dev.millrace.core.alert;

import java.io.Serializable;

/** What a rule read of a row. */
record KeyReading(String rule, double value) implements Serializable {}
