package dev.millrace.notebooks.fraud;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A card payment. Which card, account and phone it came from is simulated, since the data does not
 * tell.
 *
 * @param number by which the bank knows it; 0 where it does not
 * @param seconds since the first payment of the recording
 * @param components 28 numbers that the bank made of what it keeps to itself (PCA)
 * @param amount in euros
 * @param fraud "1" if it turned out to be one, "0" if not, null if that is not known
 */
@SuppressWarnings("ArrayRecordComponent") // the array goes straight into the features
record Payment(long number, double seconds, double[] components, double amount, String fraud)
    implements Serializable {
  /** How accounts' names begin. */
  static final String ACCOUNT = "account-";

  private static final int CARDS = 4_000;
  private static final int STOLEN_PHONES = 3;
  private static final double PHONE_SECONDS = 7_200;

  /** V1 to V28. */
  static final List<String> COMPONENTS = componentNames();

  /** What the CSV file must have. */
  static final RowSchema COLUMNS = columns();

  private static final int TIME = COLUMNS.index("Time");
  private static final int FIRST = COLUMNS.index("V1");
  private static final int AMOUNT = COLUMNS.index("Amount");
  private static final int CLASS = COLUMNS.index("Class");

  static Payment of(Row row) {
    double[] components = new double[COMPONENTS.size()];
    for (int i = 0; i < components.length; i++) {
      components[i] = row.number(FIRST + i);
    }
    String fraud = row.text(CLASS);
    return new Payment(
        0, row.number(TIME), components, row.number(AMOUNT), fraud.isEmpty() ? null : fraud);
  }

  Payment withNumber(long given) {
    return new Payment(given, seconds, components, amount, fraud);
  }

  private int cardNumber() {
    return Math.floorMod(Arrays.hashCode(components), CARDS);
  }

  /** By the components: where all of them are the same, so is the card. */
  String card() {
    return "card-" + cardNumber();
  }

  /** Each has two cards. */
  String account() {
    return ACCOUNT + cardNumber() / 2;
  }

  /** Two accounts share one; frauds come from three stolen ones, others every two hours. */
  String phone() {
    if (!"1".equals(fraud)) {
      return "phone-" + cardNumber() / 4;
    }
    int period = (int) (seconds / PHONE_SECONDS);
    return "stolen-phone-" + (STOLEN_PHONES * period + cardNumber() % STOLEN_PHONES);
  }

  /** The recording starts at midnight, or close to it. */
  Instant at() {
    return Instant.ofEpochMilli(Math.round(1000 * seconds));
  }

  double logAmount() {
    return Math.log1p(amount);
  }

  /** Payments of the same amount, to the cent. */
  String amountKey() {
    return Long.toString(Math.round(100 * amount));
  }

  /** As dead letters show it: by what it holds. */
  @Override
  public String toString() {
    return "Payment[seconds=%s, components=%s, amount=%s, fraud=%s]"
        .formatted(seconds, Arrays.toString(components), amount, fraud);
  }

  private static List<String> componentNames() {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= 28; i++) {
      names.add("V" + i);
    }
    return List.copyOf(names);
  }

  private static RowSchema columns() {
    List<RowSchema.Column> columns = new ArrayList<>();
    columns.add(new RowSchema.Column("Time", RowSchema.Type.NUMBER));
    COMPONENTS.forEach(name -> columns.add(new RowSchema.Column(name, RowSchema.Type.NUMBER)));
    columns.add(new RowSchema.Column("Amount", RowSchema.Type.NUMBER));
    columns.add(new RowSchema.Column("Class", RowSchema.Type.TEXT));
    return new RowSchema(columns);
  }
}
