package dev.millrace.spark.internal.sql;

import dev.millrace.core.ConfigurationException;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.UnionLoopRef;
import org.apache.spark.sql.catalyst.trees.TreePattern;
import org.apache.spark.sql.execution.ExternalRDD;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * What a query must not do, found in its analyzed plan: read anything but the batch, run programs,
 * or depend on time or chance.
 */
public final class QueryRules {
  private static final Set<Class<?>> OWN =
      Set.of(
          ExternalRDD.class,
          LocalRelation.class,
          OneRowRelation.class,
          Range.class,
          CTERelationRef.class,
          UnionLoopRef.class);

  private QueryRules() {}

  /**
   * @throws ConfigurationException in one line
   */
  public static void require(LogicalPlan plan) {
    plan.foreachWithSubqueries(
        node -> {
          requireOwn(node);
          list(node.expressions()).forEach(QueryRules::requireSteady);
          return BoxedUnit.UNIT;
        });
  }

  private static void requireOwn(LogicalPlan node) {
    if (node instanceof Sample) {
      throw unsteady("TABLESAMPLE");
    }
    boolean isSource = node.children().isEmpty() && !OWN.contains(node.getClass());
    if (isSource || node instanceof ScriptTransformation) {
      throw new ConfigurationException(
          "the query reads more than the table batch ("
              + node.nodeName()
              + "), so a batch that is redone could give other rows; bring the data in as a stream");
    }
  }

  private static void requireSteady(Expression expression) {
    if (expression.deterministic() && !expression.containsPattern(TreePattern.CURRENT_LIKE())) {
      return;
    }
    List<Expression> children = list(expression.children());
    children.forEach(QueryRules::requireSteady);
    boolean isOwn = children.stream().allMatch(Expression::deterministic);
    if (children.isEmpty() || (isOwn && !expression.deterministic())) {
      throw unsteady(expression.prettyName() + "()");
    }
  }

  private static ConfigurationException unsteady(String what) {
    return new ConfigurationException(
        what
            + " depends on time or chance, so a batch that is redone would give other rows; use a"
            + " column of the batch instead");
  }

  private static <E> List<E> list(scala.collection.immutable.Seq<E> values) {
    return CollectionConverters.asJava(values);
  }
}
