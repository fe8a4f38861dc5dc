package dev.millrace.ml.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.instance.StatefulExtractor;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private record Payment(String card, String channel, double amount) {}

  private static Features<Payment> payments() {
    return Features.of();
  }

  @Test
  void shouldWriteNumbersLabelAndWeight() throws Exception {
    FeatureExtractor<Payment> features =
        payments()
            .numeric("amount", Payment::amount)
            .vector("v", List.of("v1", "v2"), p -> new double[] {p.amount() + 1, p.amount() + 2})
            .label(p -> -p.amount())
            .weight(p -> 3)
            .build();
    assertEquals(List.of("amount", "v1", "v2"), features.schema().features());
    assertFalse(features instanceof StatefulExtractor);
    InstanceBlockBuilder rows = new InstanceBlockBuilder(features.schema());
    features.extract(new Payment("a", "web", 5), rows);
    assertTrue(rows.endRow());
    assertArrayEquals(new double[] {5, 6, 7}, row(rows.block()));
    assertEquals(-5, rows.block().label(0));
    assertEquals(3, rows.block().weight(0));
  }

  @Test
  void shouldEncodeGivenCategories() throws Exception {
    FeatureExtractor<Payment> features =
        payments()
            .oneHot("channel", Payment::channel, "web", "shop")
            .labelClass(Payment::card, "honest", "fraud")
            .build();
    assertEquals(List.of("channel=web", "channel=shop"), features.schema().features());
    assertEquals(List.of("honest", "fraud"), features.schema().classes());
    assertArrayEquals(new double[] {0, 1}, one(features, new Payment("fraud", "shop", 0)));
    assertArrayEquals(new double[] {0, 0}, one(features, new Payment("fraud", "phone", 0)));
    assertArrayEquals(new double[] {0, 0}, one(features, new Payment(null, null, 0)));
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class, () -> one(features, new Payment("other", "web", 0)));
    assertEquals("label is 'other', expected one of honest, fraud", wrong.getMessage());
  }

  @Test
  void shouldLearnCategoriesInTheOrderInWhichTheyCome() throws Exception {
    StatefulExtractor<Payment> features =
        stateful(payments().oneHot("channel", Payment::channel, 2));
    assertEquals(
        List.of("channel#0", "channel#1", "channel=<other>"), features.schema().features());
    assertArrayEquals(new double[] {0, 0, 1}, next(features, new Payment("a", "web", 0)));
    assertArrayEquals(new double[] {1, 0, 0}, next(features, new Payment("a", "web", 0)));
    assertArrayEquals(new double[] {0, 0, 1}, next(features, new Payment("a", "shop", 0)));
    assertArrayEquals(new double[] {0, 0, 1}, next(features, new Payment("a", "phone", 0)));
    assertArrayEquals(new double[] {0, 1, 0}, next(features, new Payment("a", "shop", 0)));
    assertArrayEquals(new double[] {0, 0, 1}, next(features, new Payment("a", "phone", 0)));
    assertEquals(
        List.of("channel=web", "channel=shop", "channel=<other>"), features.schema().features());
  }

  @Test
  void shouldHashCategoriesAndTexts() throws Exception {
    FeatureExtractor<Payment> features =
        payments()
            .hashed("card", Payment::card, 8)
            .hashedText("channel", Payment::channel, TextOptions.slots(1 << 12).withNGrams(2))
            .build();
    assertTrue(features.schema().sparse());
    double[] row = one(features, new Payment("4711", "Good day, GOOD-day! \uD83D\uDE00 x", 0));
    int card = Murmur3.slot("4711", 0, 4, 0, 8);
    assertEquals(1, row[card]);
    int slots = 1 << 12;
    int good = Murmur3.hash("good", 0, 4, 0);
    int day = Murmur3.hash("day", 0, 3, 0);
    assertEquals(2, row[8 + Math.floorMod(good, slots)]);
    assertEquals(2, row[8 + Math.floorMod(day, slots)]);
    assertEquals(2, row[8 + Math.floorMod(Murmur3.hash("day", 0, 3, good), slots)]);
    assertEquals(1, row[8 + Math.floorMod(Murmur3.hash("good", 0, 4, day), slots)]);
    assertEquals(1, row[8 + Math.floorMod(Murmur3.hash("x", 0, 1, day), slots)]);
    // five words, four pairs, and the card
    assertEquals(10, Arrays.stream(row).sum());
  }

  @Test
  void shouldMultiplyColumns() throws Exception {
    FeatureExtractor<Payment> features =
        payments()
            .numeric("amount", Payment::amount)
            .numericOrMissing("root", p -> Math.sqrt(p.amount()))
            .oneHot("channel", Payment::channel, "web", "shop")
            .oneHot("card", Payment::card, "a", "b")
            .interaction("amount", "root")
            .interaction("amount", "channel")
            .interaction("card", "channel")
            .build();
    assertEquals(
        List.of(
            "amount",
            "root",
            "channel=web",
            "channel=shop",
            "card=a",
            "card=b",
            "amount*root",
            "amount*channel=web",
            "amount*channel=shop",
            "card=a*channel=web",
            "card=a*channel=shop",
            "card=b*channel=web",
            "card=b*channel=shop"),
        features.schema().features());
    assertArrayEquals(
        new double[] {4, 2, 0, 1, 0, 1, 8, 0, 4, 0, 0, 0, 1},
        one(features, new Payment("b", "shop", 4)));
    assertArrayEquals(
        new double[] {-4, Double.NaN, 0, 0, 0, 0, Double.NaN, 0, 0, 0, 0, 0, 0},
        one(features, new Payment("c", "phone", -4)));
  }

  @Test
  void shouldPlaceInstantsInDayAndWeek() throws Exception {
    FeatureExtractor<Instant> features =
        Features.<Instant>of().time("at", t -> t, ZoneId.of("Europe/Berlin")).build();
    assertEquals(
        List.of(
            "at.daySin",
            "at.dayCos",
            "at.monday",
            "at.tuesday",
            "at.wednesday",
            "at.thursday",
            "at.friday",
            "at.saturday",
            "at.sunday",
            "at.weekend"),
        features.schema().features());
    for (String text : List.of("2024-07-05T22:00:00Z", "1969-12-28T05:30:15Z")) {
      Instant instant = Instant.parse(text);
      var local = instant.atZone(ZoneId.of("Europe/Berlin"));
      double angle = 2 * Math.PI * local.toLocalTime().toSecondOfDay() / 86_400;
      double[] expected = new double[10];
      expected[0] = Math.sin(angle);
      expected[1] = Math.cos(angle);
      expected[1 + local.getDayOfWeek().getValue()] = 1;
      expected[9] = local.getDayOfWeek().getValue() > 5 ? 1 : 0;
      assertArrayEquals(expected, one(features, instant), 1e-12);
    }
    assertEquals(
        List.of("at.weekend"),
        Features.<Instant>of()
            .time("at", t -> t, ZoneOffset.UTC, TimePart.WEEKEND)
            .build()
            .schema()
            .features());
  }

  @Test
  void shouldSeeOnlyEarlierRowsOfTheKey() throws Exception {
    StatefulExtractor<Payment> features =
        stateful(
            payments()
                .lag("amount", Payment::card, Payment::amount, 1, 3)
                .rolling("amount", Payment::card, Payment::amount, 4));
    assertEquals(
        List.of(
            "amount.lag1",
            "amount.lag3",
            "amount.count4",
            "amount.mean4",
            "amount.std4",
            "amount.min4",
            "amount.max4"),
        features.schema().features());
    SplittableRandom random = new SplittableRandom(5);
    Map<String, List<Double>> seen = new TreeMap<>();
    for (int i = 0; i < 500; i++) {
      Payment row = new Payment("card" + random.nextInt(7), "web", random.nextInt(100));
      List<Double> before = seen.getOrDefault(row.card(), List.of());
      assertArrayEquals(expected(before), next(features, row), 1e-12);
      List<Double> after = new ArrayList<>(before);
      after.add(row.amount());
      seen.put(row.card(), after);
    }
  }

  /** The same by the definitions, over the whole history. */
  private static double[] expected(List<Double> before) {
    int n = before.size();
    double[] last = before.subList(Math.max(0, n - 4), n).stream().mapToDouble(v -> v).toArray();
    var figures = Arrays.stream(last).summaryStatistics();
    double mean = last.length == 0 ? 0 : figures.getAverage();
    double square = Arrays.stream(last).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    return new double[] {
      n < 1 ? 0 : before.get(n - 1),
      n < 3 ? 0 : before.get(n - 3),
      last.length,
      mean,
      Math.sqrt(square),
      last.length == 0 ? 0 : figures.getMin(),
      last.length == 0 ? 0 : figures.getMax()
    };
  }

  @Test
  void shouldGoOnAfterRestoring() throws Exception {
    Features<Payment> chain =
        payments()
            .maxKeys(5)
            .oneHot("channel", Payment::channel, 3)
            .lag("amount", Payment::card, Payment::amount, 2)
            .interaction("channel", "amount.lag");
    StatefulExtractor<Payment> whole = stateful(chain);
    StatefulExtractor<Payment> restored = stateful(chain);
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 300; i++) {
      Payment row =
          new Payment("c" + random.nextInt(9), "ch" + random.nextInt(5), random.nextDouble());
      assertArrayEquals(next(whole, row), next(restored, row));
      byte[] saved = save(restored);
      assertArrayEquals(save(whole), saved);
      restored = whole.fresh();
      restored.restore(StateReader.of("features", saved));
      assertArrayEquals(saved, save(restored));
      assertEquals(whole.schema(), restored.schema());
    }
  }

  @Test
  void shouldForgetTheOldestKeysForWantOfBytes() throws Exception {
    long key = 256 + 2 * 2 + 16 * 2;
    StatefulExtractor<Payment> byNumber =
        stateful(payments().maxKeys(5).lag("amount", Payment::card, Payment::amount, 1, 2));
    StatefulExtractor<Payment> byBytes =
        stateful(
            payments().maxBytes(6 * key - 1).lag("amount", Payment::card, Payment::amount, 1, 2));
    SplittableRandom random = new SplittableRandom(13);
    for (int i = 0; i < 500; i++) {
      Payment row = new Payment("c" + random.nextInt(9), "web", random.nextDouble());
      assertArrayEquals(next(byNumber, row), next(byBytes, row));
      FeatureExtractor<Payment> view = byBytes.committedView();
      assertArrayEquals(extracted(byBytes, row), extracted(view, row));
      assertTrue(byBytes.usage().orElseThrow().bytes() <= 5 * key);
    }
    assertEquals(
        byNumber.usage().orElseThrow().evictedKeys(), byBytes.usage().orElseThrow().evictedKeys());
    assertArrayEquals(save(byNumber), save(byBytes));
    next(byBytes, new Payment("x".repeat(400), "web", 1)); // takes the room of three
    assertEquals(256 + 800 + 32 + 2 * key, byBytes.usage().orElseThrow().bytes());
    next(byBytes, new Payment("x".repeat(4_000), "web", 1)); // there is not that much
    assertEquals(256 + 800 + 32 + 2 * key, byBytes.usage().orElseThrow().bytes());
  }

  @Test
  void shouldShowServersWhatWasCommittedAndNoMore() throws Exception {
    Features<Payment> chain =
        payments()
            .maxKeys(4)
            .oneHot("channel", Payment::channel, 3)
            .lag("amount", Payment::card, Payment::amount, 1)
            .interaction("channel", "amount.lag");
    StatefulExtractor<Payment> live = stateful(chain);
    StatefulExtractor<Payment> behind = stateful(chain);
    FeatureExtractor<Payment> view = live.committedView();
    SplittableRandom random = new SplittableRandom(12);
    for (int batch = 0; batch < 40; batch++) {
      List<Payment> rows = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        rows.add(
            new Payment("c" + random.nextInt(9), "ch" + random.nextInt(5), random.nextDouble()));
      }
      for (Payment row : rows) {
        live.observe(row);
      }
      FeatureExtractor<Payment> next = live.committedView();
      for (int card = 0; card < 9; card++) {
        Payment probe = new Payment("c" + card, "ch" + card % 5, 0);
        assertArrayEquals(extracted(behind, probe), extracted(view, probe));
      }
      assertEquals(behind.schema(), view.schema());
      view = next;
      for (Payment row : rows) {
        behind.observe(row);
      }
    }
  }

  @Test
  void shouldLeaveNoTraceOfRowsThatCannotBeRead() throws Exception {
    StatefulExtractor<Payment> features =
        stateful(
            payments()
                .lag("amount", Payment::card, Payment::amount, 1)
                .lag(
                    "picky",
                    Payment::card,
                    p -> {
                      if (p.amount() < 0) {
                        throw new IllegalArgumentException("negative");
                      }
                      return p.amount();
                    },
                    1));
    next(features, new Payment("a", "web", 1));
    byte[] before = save(features);
    assertThrows(
        IllegalArgumentException.class, () -> features.observe(new Payment("a", "web", -1)));
    features.observe(new Payment("a", "web", Double.NaN));
    assertThrows(
        IllegalArgumentException.class, () -> features.observe(new Payment(null, "web", 1)));
    assertArrayEquals(before, save(features));
  }

  @Test
  void shouldRefuseChainsThatMakeNoSense() {
    assertThrows(ConfigurationException.class, () -> payments().build());
    assertThrows(
        ConfigurationException.class,
        () -> payments().numeric("a", Payment::amount).numeric("a", Payment::amount));
    assertThrows(
        ConfigurationException.class,
        () ->
            payments()
                .numeric("channel=web", Payment::amount)
                .oneHot("channel", Payment::channel, "web")
                .build());
    assertThrows(
        ConfigurationException.class,
        () -> payments().numeric("a", Payment::amount).interaction("a", "b"));
    assertThrows(
        ConfigurationException.class, () -> payments().oneHot("a", Payment::card, "x", "x"));
    assertThrows(
        ConfigurationException.class, () -> payments().lag("a", Payment::card, Payment::amount, 0));
    assertThrows(ConfigurationException.class, () -> TextOptions.slots(0));
  }

  @Test
  void shouldReadRowsByColumnName() throws Exception {
    RowSchema columns =
        new RowSchema(
            List.of(
                new RowSchema.Column("id", RowSchema.Type.TEXT),
                new RowSchema.Column("day", RowSchema.Type.NUMBER),
                new RowSchema.Column("price", RowSchema.Type.NUMBER),
                new RowSchema.Column("size", RowSchema.Type.TEXT),
                new RowSchema.Column("class", RowSchema.Type.TEXT)));
    FeatureExtractor<Row> features =
        RowFeatures.of(columns)
            .target("class")
            .classes(List.of("DOWN", "UP"))
            .drop(Set.of("id"))
            .categorical(Set.of("day"))
            .numeric(Set.of("size"))
            .missing(Set.of("price"))
            .maxCategories(2)
            .extractor();
    assertEquals(
        List.of("day#0", "day#1", "day=<other>", "price", "size"), features.schema().features());
    StatefulExtractor<Row> chain = stateful(features);
    next(chain, row(columns, "x", 1, 2, "3", "UP"));
    assertArrayEquals(
        new double[] {1, 0, 0, Double.NaN, 2.5},
        next(chain, row(columns, "x", 1, Double.NaN, " 2.5 ", "")));
    Row wrong = row(columns, "x", 1, 2, "three", "UP");
    Exception e = assertThrows(IllegalArgumentException.class, () -> one(chain, wrong));
    assertEquals("column 'size': expected a number, got 'three'", e.getMessage());
    assertThrows(ConfigurationException.class, () -> RowFeatures.of(columns).target("klass"));
    assertThrows(
        ConfigurationException.class,
        () ->
            RowFeatures.of(columns).categorical(Set.of("day")).numeric(Set.of("day")).extractor());
  }

  private static Row row(
      RowSchema schema, String id, double day, double price, String size, String label) {
    return new Row(
        schema, new double[] {0, day, price, 0, 0}, new String[] {id, "", "", size, label});
  }

  private static <T> StatefulExtractor<T> stateful(Features<T> features) {
    return stateful(features.build());
  }

  private static <T> StatefulExtractor<T> stateful(FeatureExtractor<T> features) {
    if (features instanceof StatefulExtractor<T> chain) {
      return chain.fresh();
    }
    throw new AssertionError("not stateful: " + features);
  }

  private static <T> double[] next(StatefulExtractor<T> features, T row) throws Exception {
    double[] values = one(features, row);
    features.observe(row);
    return values;
  }

  /** What an extractor makes of a row; an engine of several machines would use a copy of it. */
  private static <T> double[] one(FeatureExtractor<T> features, T row) throws Exception {
    double[] values = extracted(features, row);
    if (!(features instanceof StatefulExtractor<T>)) {
      FeatureExtractor<T> copy = Travel.copy(features);
      assertEquals(features.schema(), Travel.copy(copy.schema()));
      assertArrayEquals(values, extracted(copy, row));
    }
    return values;
  }

  private static <T> double[] extracted(FeatureExtractor<T> features, T row) throws Exception {
    InstanceBlockBuilder rows = new InstanceBlockBuilder(features.schema());
    features.extract(row, rows);
    assertTrue(rows.endRow(), rows.reason());
    return row(rows.block());
  }

  private static double[] row(InstanceBlock block) {
    double[] dense = new double[block.features()];
    if (block instanceof DenseBlock b) {
      System.arraycopy(b.values(), 0, dense, 0, dense.length);
    } else if (block instanceof SparseBlock b) {
      for (int i = 0; i < b.starts()[1]; i++) {
        dense[b.indices()[i]] = b.values()[i];
      }
    }
    return dense;
  }

  /** What a row of numbers costs, in memory: nothing once the block has grown. */
  @Test
  void shouldWriteNumbersWithoutAllocating() throws Exception {
    Features<Payment> chain = payments();
    for (int i = 0; i < 30; i++) {
      double factor = i;
      chain.numeric("x" + i, p -> factor * p.amount());
    }
    FeatureExtractor<Payment> features =
        chain.interaction("x1", "x2").label(Payment::amount).weight(Payment::amount).build();
    InstanceBlockBuilder rows = new InstanceBlockBuilder(features.schema());
    Payment row = new Payment("a", "web", 2);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // The least of many rounds: the compiler's and the coverage agent's work may fall into some.
    long used = Long.MAX_VALUE;
    for (int round = 0; round < 30; round++) {
      rows.clear();
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < 1000; i++) {
        features.extract(row, rows);
        rows.endRow();
      }
      used =
          Math.min(used, threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
    }
    assertEquals(1000, rows.rows());
    assertTrue(used < 1000, "allocated " + used + " bytes for 1,000 rows");
  }

  private static byte[] save(StatefulExtractor<?> features) {
    StateWriter out = new StateWriter();
    features.save(out);
    return out.toBytes();
  }
}
