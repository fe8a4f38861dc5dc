package dev.millrace.notebooks.stocks;

import java.io.Serializable;

/** One minute of trading in one stock, as the CSV file has it. */
record Bar(
    String timestamp,
    String symbol,
    double open,
    double high,
    double low,
    double close,
    double volume)
    implements Serializable {}
