package dev.millrace.http;

import java.util.Collection;
import java.util.Locale;

/** Finds the name that a misspelt one was probably meant to be. */
final class Nearest {
  private static final int LONGEST = 64;

  private Nearest() {}

  /** {@code "; did you mean 'amount'?"}, or what there is when nothing is near. */
  static String hint(String name, Collection<String> known) {
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(fold(name), fold(candidate));
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    if (best != null && least <= Math.max(2, best.length() / 2)) {
      return "; did you mean '" + best + "'?";
    }
    return known.isEmpty() ? "" : "; there are " + list(known);
  }

  /** The first few names. */
  static String list(Collection<String> names) {
    StringBuilder out = new StringBuilder();
    int left = 20;
    for (String name : names) {
      out.append(out.isEmpty() ? "" : ", ");
      if (left-- == 0) {
        return out.append("… (").append(names.size()).append(" in all)").toString();
      }
      out.append(name);
    }
    return out.toString();
  }

  /** A client's own text, quoted for a message, never long. */
  static String quote(String text) {
    return "'" + (text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…") + "'";
  }

  private static String fold(String name) {
    String cut = name.length() <= LONGEST ? name : name.substring(0, LONGEST);
    return cut.toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's, by rows. */
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] now = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      now[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(replaced, 1 + Math.min(before[j], now[j - 1]));
      }
      int[] swap = before;
      before = now;
      now = swap;
    }
    return before[b.length()];
  }
}
