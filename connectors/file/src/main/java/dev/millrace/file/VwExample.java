package dev.millrace.file;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * An example in the words of Vowpal Wabbit: a label, and features that have names within a
 * namespace. Immutable.
 *
 * <pre>{@code
 * for (int i = 0; i < example.size(); i++) {
 *   out.feature(slot(example.namespace(i), example.name(i)), example.value(i));
 * }
 * }</pre>
 */
public final class VwExample implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double label;
  private final double importance;
  private final double base;
  private final String tag;
  private final String[] namespaces;
  private final String[] names;
  private final double[] values;

  /**
   * Keeps the arrays, of equal length.
   *
   * @param label NaN where there is none
   */
  VwExample(
      double label,
      double importance,
      double base,
      String tag,
      String[] namespaces,
      String[] names,
      double[] values) {
    this.label = label;
    this.importance = importance;
    this.base = base;
    this.tag = tag;
    this.namespaces = namespaces;
    this.names = names;
    this.values = values;
  }

  /** The label; empty for an example that is to be predicted only. */
  public OptionalDouble label() {
    return Double.isNaN(label) ? OptionalDouble.empty() : OptionalDouble.of(label);
  }

  /** The example's weight, not negative; 1 where none is given. */
  public double importance() {
    return importance;
  }

  /** What is added to the prediction before it meets the label; 0 where none is given. */
  public double base() {
    return base;
  }

  /** The example's name; empty where there is none. */
  public String tag() {
    return tag;
  }

  /** How many features there are, of all namespaces. */
  public int size() {
    return names.length;
  }

  /** The namespace of the {@code i}-th feature; empty for the default one. */
  public String namespace(int i) {
    return namespaces[i];
  }

  /** The name of the {@code i}-th feature. */
  public String name(int i) {
    return names[i];
  }

  /** The value of the {@code i}-th feature times its namespace's scale; finite. */
  public double value(int i) {
    return values[i];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VwExample example
        && Double.compare(label, example.label) == 0
        && Double.compare(importance, example.importance) == 0
        && Double.compare(base, example.base) == 0
        && tag.equals(example.tag)
        && Arrays.equals(namespaces, example.namespaces)
        && Arrays.equals(names, example.names)
        && Arrays.equals(values, example.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Double.hashCode(label) + Arrays.hashCode(names)) + Arrays.hashCode(values);
  }

  /** As a line of Vowpal Wabbit's, label, importance and base written out. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (!Double.isNaN(label)) {
      text.append(NumberOutput.toString(label, true)).append(' ');
      text.append(NumberOutput.toString(importance, true)).append(' ');
      text.append(NumberOutput.toString(base, true)).append(' ');
    }
    text.append(tag.isEmpty() ? "" : "'" + tag);
    String namespace = null;
    for (int i = 0; i < names.length; i++) {
      if (!namespaces[i].equals(namespace)) {
        namespace = namespaces[i];
        text.append(i == 0 ? "|" : " |").append(namespace);
      }
      text.append(' ').append(names[i]).append(':');
      text.append(NumberOutput.toString(values[i], true));
    }
    return names.length == 0 ? text.append('|').toString() : text.toString();
  }
}
