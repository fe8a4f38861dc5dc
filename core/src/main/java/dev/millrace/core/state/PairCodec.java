package dev.millrace.core.state;

import dev.millrace.core.KeyValue;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Key, then value. */
record PairCodec<K, V>(StateCodec<K> keys, StateCodec<V> values)
    implements StateCodec<KeyValue<K, V>> {
  @Override
  public String layout() {
    return "pair(" + keys.layout() + "," + values.layout() + ")";
  }

  @Override
  public void write(KeyValue<K, V> value, DataOutput out) throws IOException {
    keys.write(value.key(), out);
    values.write(value.value(), out);
  }

  @Override
  public KeyValue<K, V> read(DataInput in) throws IOException {
    K key = keys.read(in);
    return new KeyValue<>(key, values.read(in));
  }
}
