package dev.millrace.core.engine;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.SerializedLambda;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the variables that a lambda captured are called in the source: read from the table of local
 * variables that compilers write for debuggers. Class file format: Java Virtual Machine
 * Specification, chapter 4.
 */
final class ParameterNames {
  /** No attribute's name. */
  private static final String NONE = "";

  private final DataInputStream in;
  private final Map<Integer, String> texts = new HashMap<>();

  private ParameterNames(DataInputStream in) {
    this.in = in;
  }

  /**
   * The name of a parameter of the method that a lambda's body was made into; empty if the class
   * was compiled without names.
   *
   * @param loader of the class that has the lambda
   * @param isStatic whether the method is, and so has no {@code this} before its parameters
   */
  static Optional<String> of(
      ClassLoader loader, SerializedLambda lambda, int parameter, boolean isStatic) {
    String file = lambda.getImplClass() + ".class";
    try (InputStream bytes = loader == null ? null : loader.getResourceAsStream(file)) {
      if (bytes == null) {
        return Optional.empty();
      }
      ParameterNames names = new ParameterNames(new DataInputStream(bytes));
      int slot = slot(lambda.getImplMethodSignature(), parameter, isStatic);
      return Optional.ofNullable(
          names.find(lambda.getImplMethodName(), lambda.getImplMethodSignature(), slot));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // a name would be nice; the message does without
    }
  }

  private static int slot(String signature, int parameter, boolean isStatic) {
    List<ClassDesc> before =
        MethodTypeDesc.ofDescriptor(signature).parameterList().subList(0, parameter);
    int slot = isStatic ? 0 : 1;
    for (ClassDesc type : before) {
      boolean wide = type.descriptorString().equals("J") || type.descriptorString().equals("D");
      slot += wide ? 2 : 1;
    }
    return slot;
  }

  private String find(String method, String signature, int slot) throws IOException {
    in.skipNBytes(8); // magic, versions
    readConstants();
    in.skipNBytes(6); // flags, this, super
    in.skipNBytes(2L * in.readUnsignedShort());
    for (int fields = in.readUnsignedShort(); fields > 0; fields--) {
      in.skipNBytes(6);
      enter(NONE);
    }
    for (int methods = in.readUnsignedShort(); methods > 0; methods--) {
      in.skipNBytes(2);
      String name = texts.get(in.readUnsignedShort());
      String type = texts.get(in.readUnsignedShort());
      if (method.equals(name) && signature.equals(type)) {
        return enter("Code") ? inCode(slot) : null;
      }
      enter(NONE);
    }
    return null;
  }

  private String inCode(int slot) throws IOException {
    in.skipNBytes(4); // depth of stack, number of variables
    in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
    in.skipNBytes(8L * in.readUnsignedShort());
    if (!enter("LocalVariableTable")) {
      return null;
    }
    for (int variables = in.readUnsignedShort(); variables > 0; variables--) {
      int start = in.readUnsignedShort();
      in.skipNBytes(2);
      String name = texts.get(in.readUnsignedShort());
      in.skipNBytes(2);
      if (in.readUnsignedShort() == slot && start == 0) {
        return name;
      }
    }
    return null;
  }

  private void readConstants() throws IOException {
    int count = in.readUnsignedShort();
    int index = 1;
    while (index < count) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.put(index, in.readUTF());
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> in.skipNBytes(8);
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> throw new IOException("a constant of kind " + tag);
      }
      index += tag == 5 || tag == 6 ? 2 : 1; // a long or double counts twice
    }
  }

  /** Goes on to the content of an attribute; all are passed over if there is no such one. */
  private boolean enter(String attribute) throws IOException {
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      boolean found = attribute.equals(texts.get(in.readUnsignedShort()));
      long length = Integer.toUnsignedLong(in.readInt());
      if (found) {
        return true;
      }
      in.skipNBytes(length);
    }
    return false;
  }
}
