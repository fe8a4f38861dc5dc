package dev.millrace.yaml;

import dev.millrace.core.StreamingContext;

/**
 * A kind of source, as a file describes it. Implemented by records, whose components are the keys
 * that stand beside {@code type}; see {@link dev.millrace.yaml.document.Key}.
 *
 * <pre>{@code
 * @Kind(value = "Numbers from 0 on.", type = "count")
 * public record CountSource(@Key("How many.") long rows) implements SourceSpec {
 *   public RowStream open(StreamingContext context, String name) {
 *     RowSchema columns = new RowSchema(List.of(new Column("n", Type.NUMBER)));
 *     return new RowStream(columns, context.source(name, …));
 *   }
 * }
 * }</pre>
 */
public interface SourceSpec {
  /**
   * Adds the source to a pipeline.
   *
   * @param name how the checkpoint knows it
   * @throws dev.millrace.core.ConfigurationException saying what is wrong; the place in the file is
   *     put before it, that of a key by a {@link dev.millrace.yaml.document.WrongKeyException}
   */
  RowStream open(StreamingContext context, String name);
}
