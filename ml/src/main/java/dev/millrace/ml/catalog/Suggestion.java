package dev.millrace.ml.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what somebody who mistyped a name may have meant, and what there is to choose from. */
public final class Suggestion {
  private static final int NAMES_LISTED = 30;

  private Suggestion() {}

  /**
   * What to say after {@code no column 'ammount'}: {@code "; did you mean 'amount'? There are
   * amount, at"}, or {@code "; there are amount, at"} where no name is near. At most 30 names are
   * listed.
   *
   * @param thereAre how the list begins, in small letters: {@code "there are"}, {@code "it has"}
   */
  public static String among(String thereAre, Collection<String> known, String typed) {
    if (known.isEmpty()) {
      return "; " + thereAre + " none";
    }
    String list =
        known.stream().limit(NAMES_LISTED).collect(Collectors.joining(", "))
            + (known.size() > NAMES_LISTED
                ? " and " + (known.size() - NAMES_LISTED) + " more"
                : "");
    return nearest(known, typed)
        .map(name -> "; did you mean '" + name + "'? " + capital(thereAre) + " " + list)
        .orElse("; " + thereAre + " " + list);
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** At least one letter must be right. */
  private static Optional<String> nearest(Collection<String> known, String typed) {
    return known.stream()
        .filter(name -> distance(name, typed) <= Math.max(2, typed.length() / 3))
        .filter(name -> distance(name, typed) < Math.max(name.length(), typed.length()))
        .min(Comparator.comparingInt(name -> distance(name, typed)));
  }

  /** Levenshtein's distance, ignoring case. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
