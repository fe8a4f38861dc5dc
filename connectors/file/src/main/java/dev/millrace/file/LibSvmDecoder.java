package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import java.util.Arrays;

/** Lines of LibSVM files (C.-C. Chang, C.-J. Lin), which are those of SVMlight (T. Joachims). */
record LibSvmDecoder() implements LineDecoder<SparseRow> {
  static final char COMMENT = '#';
  private static final byte[] QUERY = {'q', 'i', 'd', ':'};
  private static final int MAX_DIGITS = 18;

  @Override
  public SparseRow decode(byte[] bytes, int from, int to) throws BadRecordException {
    int end = from;
    int pairs = 0;
    for (; end < to && bytes[end] != COMMENT; end++) {
      pairs += bytes[end] == ':' ? 1 : 0;
    }
    LineScan line = new LineScan(bytes, from, end);
    line.skipBlanks();
    int labelEnd = line.wordEnd();
    double label = line.number(line.at, labelEnd, "a label");
    line.at = labelEnd;
    line.skipBlanks();
    long query = SparseRow.NO_QUERY;
    if (startsWithQuery(line)) {
      line.at += QUERY.length;
      query = whole(line, line.wordEnd(), "the number of a query");
      pairs--;
    }
    int[] columns = new int[pairs];
    double[] values = new double[pairs];
    readPairs(line, columns, values);
    return new SparseRow(label, query, columns, values);
  }

  private static void readPairs(LineScan line, int[] columns, double[] values)
      throws BadRecordException {
    int before = 0;
    int count = 0;
    for (line.skipBlanks(); !line.isAtEnd(); line.skipBlanks()) {
      int start = line.at;
      int wordEnd = line.wordEnd();
      int colon = line.indexOf(':', wordEnd);
      if (colon == wordEnd) {
        throw line.expected("index:value", start, wordEnd);
      }
      long index = whole(line, colon, "an index, a whole number from 1 on");
      if (index <= before || index > Integer.MAX_VALUE) {
        String reason = index == 0 ? "indices start at 1, got 0" : "indices must ascend, got ";
        throw line.error(start, index == 0 ? reason : reason + index + " behind " + before);
      }
      before = (int) index;
      columns[count] = before - 1;
      values[count++] = line.number(colon + 1, wordEnd, "the value of index " + index);
      line.at = wordEnd;
    }
  }

  private static boolean startsWithQuery(LineScan line) {
    int end = line.at + QUERY.length;
    return end <= line.to && Arrays.equals(line.bytes, line.at, end, QUERY, 0, QUERY.length);
  }

  /** Reads digits up to {@code end}. */
  private static long whole(LineScan line, int end, String what) throws BadRecordException {
    int start = line.at;
    long value = 0;
    for (; line.at < end; line.at++) {
      int digit = line.bytes[line.at] - '0';
      if (digit < 0 || digit > 9) {
        throw line.expected(what, start, end);
      }
      value = value * 10 + digit;
    }
    if (end == start || end - start > MAX_DIGITS) {
      throw line.expected(what, start, end);
    }
    return value;
  }
}
