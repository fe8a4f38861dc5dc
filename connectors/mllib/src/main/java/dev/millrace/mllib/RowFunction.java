package dev.millrace.mllib;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.LearnerException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.execution.LogicalRDD;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a data set computes for each of its rows, taken out of it: the expressions that Spark would
 * send to its executors, for single rows and without a job. So results are those of the data set to
 * the last bit, and any JVM that has Spark on its class path can compute them, also an executor.
 *
 * <p>Safe for any number of threads: each compiles the expressions for itself when it first comes,
 * for Spark's compiled projections hold the row that they are at.
 */
final class RowFunction implements Serializable {
  private static final long serialVersionUID = 1L;

  /** One projection. */
  private record Step(Seq<Expression> outputs, Seq<Attribute> inputs) implements Serializable {
    UnsafeProjection compile() {
      List<Expression> own = new ArrayList<>();
      for (Expression output : CollectionConverters.asJava(outputs)) {
        own.add(output.clone()); // converters in it have state
      }
      return UnsafeProjection.create(CollectionConverters.asScala(own).toSeq(), inputs);
    }
  }

  private final List<Step> steps;
  private final int width;
  private final transient ThreadLocal<Runner> runners;

  private RowFunction(List<Step> steps, int width) {
    this.steps = List.copyOf(steps);
    this.width = width;
    this.runners = ThreadLocal.withInitial(() -> new Runner(this));
  }

  /**
   * @param computed columns computed from an RDD of rows of {@code width} numbers
   */
  static RowFunction of(Dataset<Row> computed, int width) {
    List<Step> steps = new ArrayList<>();
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) computed).queryExecution().optimizedPlan();
    while (plan instanceof Project project) {
      steps.add(0, new Step(expressions(project), project.child().output()));
      plan = project.child();
    }
    if (!(plan instanceof LogicalRDD)) {
      throw new ConfigurationException(
          "a model must give one prediction for each row by itself, but this one has a step '"
              + plan.nodeName()
              + "'; leave that stage out, and keep invalid rows (handleInvalid) rather than skip"
              + " them");
    }
    return new RowFunction(steps, width);
  }

  @SuppressWarnings("unchecked") // a named expression is an expression, and the list is immutable
  private static Seq<Expression> expressions(Project project) {
    return (Seq<Expression>) (Seq<?>) project.projectList();
  }

  /**
   * Computes one row.
   *
   * @return valid until this thread's next call
   * @throws LearnerException saying what Spark says
   */
  InternalRow apply(double[] x, int offset) {
    try {
      return runners.get().run(x, offset);
    } catch (Exception e) { // Scala does not declare what it throws
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new LearnerException("MLlib model: cannot score the row: " + cause.getMessage(), e);
    }
  }

  private Object readResolve() {
    return new RowFunction(steps, width);
  }

  /** Compiled, for one thread. */
  private static final class Runner {
    private final UnsafeProjection[] projections;
    private final UnsafeRow input;
    private final int width;

    Runner(RowFunction function) {
      width = function.width;
      projections = function.steps.stream().map(Step::compile).toArray(UnsafeProjection[]::new);
      int size = UnsafeRow.calculateBitSetWidthInBytes(width) + width * Double.BYTES;
      input = new UnsafeRow(width);
      input.pointTo(new byte[size], size);
    }

    InternalRow run(double[] x, int offset) {
      for (int j = 0; j < width; j++) {
        input.setDouble(j, x[offset + j]);
      }
      InternalRow row = input;
      for (UnsafeProjection projection : projections) {
        row = projection.apply(row);
      }
      return row;
    }
  }
}
