package dev.millrace.spark;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.engine.MissingClass;
import dev.millrace.core.internal.engine.JobFailure;
import dev.millrace.spark.internal.sql.SparkMessages;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Runs jobs under a name, and says what went wrong in Millrace's words. */
final class Jobs {
  private static final List<String> PROPERTIES =
      List.of("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel");

  private static final All ALL = new All();

  private final SparkContext context;
  private final String group;

  Jobs(SparkContext context, String group) {
    this.context = context;
    this.group = group;
  }

  /**
   * Runs a job.
   *
   * @param name what Spark's UI shows
   * @param where of a partition, or of none for -1, for messages
   * @return what it gave of each partition, in order
   */
  List<byte[]> run(String name, RDD<byte[]> rdd, IntFunction<String> where) {
    return named(name, where, () -> run(rdd));
  }

  private List<byte[]> run(RDD<byte[]> rdd) {
    int tasks = rdd.getNumPartitions();
    byte[][][] results = new byte[tasks][][];
    List<Object> partitions = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      partitions.add(i);
    }
    context.runJob(
        rdd, ALL, Scala.seq(partitions), new Results(results), Scala.tag(byte[][].class));
    return inOrder(results);
  }

  /** Lets {@code body} run jobs under a name; as {@link #run(String, RDD, IntFunction)}. */
  <R> R named(String name, IntFunction<String> where, Supplier<R> body) {
    Map<String, String> before = new HashMap<>();
    PROPERTIES.forEach(property -> before.put(property, context.getLocalProperty(property)));
    context.setJobGroup(group, name, true);
    try {
      return body.get();
    } catch (Throwable e) { // Scala does not declare what it throws
      throw failure(e, where);
    } finally {
      before.forEach(context::setLocalProperty);
    }
  }

  /** Of partitions in groups, as {@link GroupRdd} forms them. */
  private static List<byte[]> inOrder(byte[][][] groups) {
    List<byte[]> results = new ArrayList<>();
    for (int i = 0; i < groups[0].length; i++) {
      for (int group = 0; group < groups.length && i < groups[group].length; group++) {
        results.add(groups[group][i]);
      }
    }
    return results;
  }

  private RuntimeException failure(Throwable thrown, IntFunction<String> where) {
    if (thrown instanceof InterruptedException) {
      context.cancelJobGroup(group);
      Thread.currentThread().interrupt();
      return new MillraceException(where.apply(-1) + ": interrupted");
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TaskFailure failure) {
        return of(failure, where);
      }
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return JobFailure.of(where.apply(-1), explained(thrown));
  }

  private static RuntimeException of(TaskFailure failure, IntFunction<String> where) {
    Throwable cause = failure.getCause();
    if (cause instanceof LinkageError || cause instanceof ClassNotFoundException) {
      return JobFailure.of(where.apply(failure.partition()), explained(cause));
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return JobFailure.of(where.apply(failure.partition()), inOneLine(cause));
  }

  /** What Spark's message does not say: what to do. */
  private static Throwable explained(Throwable thrown) {
    Optional<String> missing = MissingClass.of(thrown);
    if (missing.isPresent()) {
      return new ConfigurationException(
          "class "
              + missing.get()
              + " is missing on the executors; ship its jar with spark-submit --jars or spark.jars",
          thrown);
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof NotSerializableException) {
        return new ConfigurationException(
            "a function or what it captures cannot be sent to the executors: "
                + firstLine(cause)
                + "; let the class implement java.io.Serializable, or make the object where it is"
                + " used",
            thrown);
      }
    }
    return inOneLine(thrown);
  }

  /** What Spark says at length of a value that a query fails on. */
  private static Throwable inOneLine(Throwable thrown) {
    return SparkMessages.condition(thrown)
        .<Throwable>map(known -> new MillraceException(SparkMessages.line(known), thrown))
        .orElse(thrown);
  }

  /** Without the way to the culprit, which Spark describes at length. */
  private static String firstLine(Throwable refusal) {
    String message = refusal.getMessage();
    return message == null ? "" : message.lines().findFirst().orElse("");
  }

  /**
   * What a task gives. A class of its own: of a lambda, Spark would read the byte code again for
   * each job.
   */
  private static final class All extends AbstractFunction2<TaskContext, Iterator<byte[]>, byte[][]>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[][] apply(TaskContext context, Iterator<byte[]> elements) {
      return Scala.list(elements).toArray(byte[][]::new);
    }
  }

  /** Takes what tasks give as they end. */
  private static final class Results extends AbstractFunction2<Object, byte[][], BoxedUnit> {
    private final byte[][][] results;

    Results(byte[][][] results) {
      this.results = results;
    }

    @Override
    public BoxedUnit apply(Object task, byte[][] elements) {
      results[(Integer) task] = elements;
      return BoxedUnit.UNIT;
    }
  }
}
