package dev.millrace.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/**
 * The elements of one tensor, row-major, as they stand in {@code "data"}: in one flat array, or
 * nested as the shape is. They are all numbers (or booleans, 1 and 0), or all texts.
 */
final class TensorData {
  private final String tensor;
  private double[] numbers = new double[16];
  private String[] texts = new String[0];
  private int size;
  private int inner = -1;
  private boolean nested;

  private TensorData(String tensor) {
    this.tensor = tensor;
  }

  /**
   * Reads an array; the parser stands at its value.
   *
   * @param tensor how messages call it
   */
  static TensorData read(JsonParser json, String tensor) throws IOException {
    TensorData data = new TensorData(tensor);
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw data.wrong("\"data\" must be an array");
    }
    JsonToken token = json.nextToken();
    data.nested = token == JsonToken.START_ARRAY;
    for (; token != JsonToken.END_ARRAY; token = json.nextToken()) {
      if (data.nested) {
        data.readInner(json, token);
      } else {
        data.add(json, token);
      }
    }
    return data;
  }

  private void readInner(JsonParser json, JsonToken token) throws IOException {
    if (token != JsonToken.START_ARRAY) {
      throw wrong("\"data\" must be nested evenly, or be flat");
    }
    int start = size;
    for (token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
      add(json, token);
    }
    if (inner >= 0 && size - start != inner) {
      throw wrong(
          "\"data\" must be nested evenly, got arrays of " + inner + " and of " + (size - start));
    }
    inner = size - start;
  }

  private void add(JsonParser json, JsonToken token) throws IOException {
    switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> addNumber(json.getDoubleValue());
      case VALUE_TRUE -> addNumber(1);
      case VALUE_FALSE -> addNumber(0);
      case VALUE_STRING -> addText(json.getText());
      case VALUE_NULL -> throw wrong("element " + size + " is null");
      default -> throw wrong("element " + size + " is nested too deep; shapes have 1 or 2 sizes");
    }
  }

  private void addNumber(double value) {
    if (texts.length > 0) {
      throw wrong("element " + size + " is a number among texts");
    }
    if (!Double.isFinite(value)) {
      throw wrong("element " + size + " must be a finite number, got " + value);
    }
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    numbers[size++] = value;
  }

  private void addText(String value) {
    if (texts.length == 0 && size > 0) {
      throw wrong("element " + size + " is a text among numbers");
    }
    if (size == texts.length) {
      texts = Arrays.copyOf(texts, Math.max(16, 2 * size));
    }
    texts[size++] = value;
  }

  int size() {
    return size;
  }

  /** How long the inner arrays are; -1 if the data is flat. */
  int inner() {
    return nested ? inner : -1;
  }

  boolean isText() {
    return texts.length > 0;
  }

  /** The array itself, which may be longer than {@link #size}. */
  double[] numbers() {
    return numbers;
  }

  String text(int element) {
    return texts[element];
  }

  private RefusedException wrong(String why) {
    return RefusedException.badRequest(tensor + ": " + why);
  }
}
