package dev.millrace.spark;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.DStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.KeyedDStream;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.function.Aggregation;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.core.window.BatchWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A small pipeline per operator; what each shows must not depend on the engine. */
final class Pipelines {
  private static final BatchWindow THREE = BatchWindow.batches(3, 1);
  private static final BatchWindow SECONDS =
      BatchWindow.of(Duration.ofSeconds(3), Duration.ofSeconds(2));
  private static final StateCodec<Sale> SALES = StateCodecs.record(Sale.class);
  private static final StateCodec<String> TEXT = StateCodecs.string();
  private static final StateCodec<Long> NUMBER = StateCodecs.int64();

  private Pipelines() {}

  /** Without state. */
  static Map<String, Function<DStream<Sale>, DStream<?>>> stateless() {
    Map<String, Function<DStream<Sale>, DStream<?>>> all = new LinkedHashMap<>();
    all.put("map", sales -> sales.map(Sale::amount));
    all.put("filter", sales -> sales.filter(sale -> sale.amount() > 50));
    all.put("flatMap", sales -> sales.flatMap(Pipelines::twice));
    all.put("mapPartitions", sales -> sales.mapPartitions((part, out) -> out.emit(part.size())));
    all.put("glom", sales -> sales.glom());
    all.put("sample", sales -> sales.sample(0.4, 7));
    all.put("split", sales -> low(sales).union(sales.filter(sale -> sale.amount() == 3)));
    all.put("union", sales -> sales.map(Sale::shop).union(sales.map(sale -> "x" + sale)));
    all.put("repartition", sales -> sales.repartition(5).glom());
    all.put("cache", sales -> sales.cache().map(Sale::shop));
    all.put("count", sales -> sales.count());
    all.put("countByValue", sales -> sales.map(Sale::shop).countByValue().toPairs());
    all.put("reduce", sales -> sales.reduce((a, b) -> a.amount() >= b.amount() ? a : b));
    all.put("aggregate", sales -> sales.aggregate(shops()));
    all.put("distinct", sales -> sales.map(Sale::shop).distinct());
    all.put("transform", sales -> sales.transform((batch, context) -> batch.repartition(2)));
    all.put("transformWith", Pipelines::zipped);
    all.put("keys", sales -> byShop(sales).keys());
    all.put("mapValues", sales -> byShop(sales).mapValues(amount -> -amount).values());
    all.put("flatMapValues", sales -> byShop(sales).flatMapValues(Pipelines::both).toPairs());
    all.put("groupByKey", sales -> byShop(sales).groupByKey().toPairs());
    all.put("reduceByKey", sales -> byShop(sales).reduceByKey(Long::sum).toPairs());
    all.put("combineByKey", sales -> sales.keyBy(Sale::shop).combineByKey(shops()).toPairs());
    all.put("join", sales -> byShop(sales).join(large(sales)).toPairs());
    all.put("leftOuterJoin", sales -> byShop(sales).leftOuterJoin(large(sales)).toPairs());
    all.put("rightOuterJoin", sales -> large(sales).rightOuterJoin(byShop(sales)).toPairs());
    all.put("fullOuterJoin", sales -> large(sales).fullOuterJoin(byShop(sales)).toPairs());
    all.put("cogroup", sales -> byShop(sales).cogroup(large(sales)).toPairs());
    all.put("join with a table", sales -> byShop(sales).join(Map.of("shop1", "here")).toPairs());
    return all;
  }

  /** With windows, whose contents the checkpoint holds. */
  static Map<String, Function<DStream<Sale>, DStream<?>>> windowed() {
    Map<String, Function<DStream<Sale>, DStream<?>>> all = new LinkedHashMap<>();
    all.put("window", sales -> sales.window(THREE, SALES).named("s"));
    all.put("window of time", sales -> sales.window(SECONDS, SALES).named("s"));
    all.put("window of shuffled", sales -> sales.repartition(2).window(THREE, SALES).named("s"));
    all.put("countByWindow", sales -> sales.countByWindow(THREE).named("s"));
    all.put(
        "countByValueAndWindow",
        sales -> sales.map(Sale::shop).countByValueAndWindow(THREE, TEXT).named("s").toPairs());
    all.put(
        "reduceByWindow",
        sales -> amounts(sales).reduceByWindow(SECONDS, NUMBER, Long::sum).named("s"));
    all.put(
        "groupByKeyAndWindow",
        sales -> byShop(sales).groupByKeyAndWindow(THREE, TEXT, NUMBER).named("s").toPairs());
    all.put(
        "reduceByKeyAndWindow",
        sales ->
            byShop(sales)
                .reduceByKeyAndWindow(THREE, TEXT, NUMBER, Long::sum)
                .named("s")
                .toPairs());
    return all;
  }

  /** With keyed state, which executors keep. */
  static Map<String, Function<DStream<Sale>, DStream<?>>> keyed() {
    Map<String, Function<DStream<Sale>, DStream<?>>> all = new LinkedHashMap<>();
    all.put("updateStateByKey", Pipelines::totals);
    all.put("mapWithState", sales -> byShop(sales).mapWithState(running()).named("s"));
    all.put(
        "mapWithState that times out",
        sales ->
            byShop(sales.filter(sale -> sale.amount() > 80))
                .mapWithState(running().withTimeout(Duration.ofSeconds(1)))
                .named("s"));
    all.put(
        "mapWithState with a start",
        sales ->
            byShop(sales)
                .mapWithState(running().withInitialState(List.of(new KeyValue<>("shop1", 1_000L))))
                .named("s"));
    all.put("window of state", sales -> totals(sales).window(THREE, pairs()).named("w"));
    all.put(
        "inverse reduceByKeyAndWindow",
        sales ->
            byShop(sales)
                .reduceByKeyAndWindow(THREE, TEXT, NUMBER, Long::sum, (a, b) -> a - b)
                .named("s")
                .toPairs());
    all.put(
        "inverse reduceByWindow",
        sales ->
            amounts(sales).reduceByWindow(SECONDS, NUMBER, Long::sum, (a, b) -> a - b).named("s"));
    all.put("process", sales -> sales.<String>process(Tally::new).named("s"));
    return all;
  }

  private static DStream<KeyValue<String, Long>> totals(DStream<Sale> sales) {
    return byShop(sales)
        .<Long>updateStateByKey(
            TEXT,
            NUMBER,
            (amounts, total) -> {
              long sum = total.orElse(0L) + amounts.stream().mapToLong(x -> x).sum();
              return sum > 500 ? Optional.empty() : Optional.of(sum);
            })
        .named("s")
        .toPairs();
  }

  private static StateCodec<KeyValue<String, Long>> pairs() {
    return StateCodecs.pair(TEXT, NUMBER);
  }

  private static StateSpec<String, Long, Long, String> running() {
    return StateSpec.of(
        TEXT,
        NUMBER,
        (shop, amount, total, out) -> {
          long sum = total.get().orElse(0L) + amount.orElse(0L);
          if (!total.isTimingOut()) {
            total.update(sum);
          }
          out.emit(shop + (total.isTimingOut() ? " closes at " : ": ") + sum);
        });
  }

  private static void twice(Sale sale, Emitter<String> out) throws Exception {
    out.emit(sale.shop());
    out.emit(sale.shop() + "'");
  }

  private static void both(Long amount, Emitter<Long> out) throws Exception {
    out.emit(amount);
    out.emit(amount + 1_000);
  }

  @SuppressWarnings("unchecked") // no array of streams is kept
  private static DStream<Sale> low(DStream<Sale> sales) {
    return sales.split(sale -> sale.amount() < 10, sale -> sale.amount() < 20).get(1);
  }

  private static DStream<String> zipped(DStream<Sale> sales) {
    return sales
        .map(Sale::shop)
        .transformWith(
            sales.map(Sale::amount),
            (shops, amounts, context) ->
                shops.zip(amounts, (left, right, out) -> out.emit(left + "=" + right)));
  }

  private static DStream<Long> amounts(DStream<Sale> sales) {
    return sales.map(sale -> (long) sale.amount());
  }

  private static KeyedDStream<String, Long> byShop(DStream<Sale> sales) {
    return sales.keyBy(Sale::shop).mapValues(sale -> (long) sale.amount());
  }

  private static KeyedDStream<String, Long> large(DStream<Sale> sales) {
    return byShop(sales).filter(pair -> pair.value() > 60 && !pair.key().endsWith("3"));
  }

  private static Aggregation<Sale, List<String>, String> shops() {
    return Aggregation.of(
        ArrayList::new,
        (list, sale) -> {
          list.add(sale.shop().substring(4));
          return list;
        },
        (left, right) -> {
          left.addAll(right);
          return left;
        },
        list -> String.join("", list));
  }

  /** Adds up on the driver. */
  static final class Tally implements BatchProcessor<Sale, String> {
    private long sum;

    @Override
    public Batch<String> process(Batch<Sale> batch, BatchContext context) {
      for (long part :
          batch.runPartitions((partition, sales) -> sales.stream().mapToLong(Sale::amount).sum())) {
        sum += part;
      }
      long total = sum;
      return batch.map(sale -> sale.shop() + " of " + total);
    }

    @Override
    public void save(StateWriter out) {
      out.put("sum", sum);
    }

    @Override
    public void restore(StateReader in) {
      sum = in.getLong("sum");
    }
  }
}
