package dev.millrace.notebooks.churn;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How to choose whom to call. The last two know no model. */
enum Policy {
  CALIBRATED,
  CHAMPION,
  FROZEN,
  HIGHEST_BILLS,
  FIRST_COME;

  static final int CALLS_PER_DAY = 5;

  private double worth(Prospect prospect) {
    return switch (this) {
      case CALIBRATED -> prospect.callValue(prospect.calibrated());
      case CHAMPION -> prospect.callValue(prospect.champion());
      case FROZEN -> prospect.callValue(prospect.frozen());
      case HIGHEST_BILLS -> prospect.monthlyCharges();
      case FIRST_COME -> 1;
    };
  }

  /** Its name in checkpoints; that of the learner whose probabilities it goes by. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** At most {@value #CALLS_PER_DAY} of a day's customers, none that is not worth a call. */
  List<Prospect> choose(List<Prospect> day) {
    return day.stream()
        .filter(prospect -> worth(prospect) > 0)
        .sorted(Comparator.comparingDouble(this::worth).reversed())
        .limit(CALLS_PER_DAY)
        .toList();
  }
}
