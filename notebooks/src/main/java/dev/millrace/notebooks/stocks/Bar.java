package dev.millrace.notebooks.stocks;

/** One minute of trading in one stock, as the CSV file has it. */
record Bar(
    String timestamp,
    String symbol,
    double open,
    double high,
    double low,
    double close,
    double volume) {}
