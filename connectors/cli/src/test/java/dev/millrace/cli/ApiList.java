package dev.millrace.cli;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an artifact shows to others: a line for each type and each member that is public or, where a
 * type may be extended, protected. Packages called {@code internal} are left out.
 */
final class ApiList {
  /** Words that say nothing here: where most types are. */
  private static final String OBVIOUS =
      "\\b(dev\\.millrace\\.|java\\.(lang|util|util\\.function)\\.(?=[A-Z]))";

  /** Every type has them. */
  private static final Set<String> COMMON = Set.of("equals", "hashCode", "toString");

  private static final int SHOWN = Modifier.PUBLIC | Modifier.PROTECTED;
  private static final int MEANT = SHOWN | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;

  private final SortedSet<String> lines = new TreeSet<>();

  private ApiList() {}

  /** The list of the artifact that a type is from. */
  static SortedSet<String> of(Class<?> anchor) throws IOException, URISyntaxException {
    ApiList list = new ApiList();
    for (String name : classNames(anchor)) {
      try {
        Class<?> type = Class.forName(name, false, anchor.getClassLoader());
        if (isShown(type)) {
          list.add(type);
        }
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(name, e);
      } catch (NoClassDefFoundError e) {
        // It needs what is not on the class path; if it were shown, it would be missed.
      }
    }
    return list.lines;
  }

  private static List<String> classNames(Class<?> anchor) throws IOException, URISyntaxException {
    Path place = Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      return classNames(place);
    }
    URI jar = URI.create("jar:" + place.toUri());
    try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
      return classNames(files.getPath("/"));
    }
  }

  private static List<String> classNames(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .filter(name -> !name.contains(".internal."))
          .toList();
    }
  }

  private static boolean isShown(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return (type.getModifiers() & SHOWN) != 0
        && !type.isAnonymousClass()
        && !type.isLocalClass()
        && (outer == null || isShown(outer));
  }

  private void add(Class<?> type) {
    String name = name(type);
    int modifiers = type.getModifiers() & (type.isInterface() ? Modifier.STATIC : MEANT);
    Type parent = type.getGenericSuperclass();
    lines.add(
        name
            + ": "
            + text(modifiers)
            + (type.isSealed() ? "sealed " : "")
            + (type.isInterface() ? "interface" : "class")
            + names(type.getTypeParameters(), " <", ">")
            + (parent == null ? "" : " extends " + name(parent))
            + names(type.getGenericInterfaces(), " implements ", ""));
    // What a type has of ancestors that are not shown is its own to those who use it.
    for (Class<?> owner = type;
        owner != null && (owner == type || (!isShown(owner) && owner != Object.class));
        owner = owner.getSuperclass()) {
      add(name, type, owner.getDeclaredFields());
      add(name, type, owner.getDeclaredMethods());
      if (owner == type) {
        add(name, type, owner.getDeclaredConstructors());
      }
    }
  }

  private void add(String name, Class<?> type, Member[] members) {
    for (Member member : members) {
      int modifiers = member.getModifiers();
      boolean shown =
          Modifier.isPublic(modifiers)
              || (Modifier.isProtected(modifiers) && !Modifier.isFinal(type.getModifiers()));
      if (shown && !member.isSynthetic() && !COMMON.contains(member.getName())) {
        lines.add(name + ": " + text(member, type));
      }
    }
  }

  private static String text(Member member, Class<?> type) {
    String start = text(member.getModifiers() & MEANT);
    if (member instanceof Field field) {
      return start + name(field.getGenericType()) + " " + field.getName();
    }
    Executable called = (Executable) member;
    String result =
        called instanceof Method method
            ? name(method.getGenericReturnType()) + " " + method.getName()
            : "new " + type.getSimpleName();
    return start
        + names(called.getTypeParameters(), "<", "> ")
        + result
        + "("
        + names(called.getGenericParameterTypes(), "", "")
        + ")"
        + names(called.getGenericExceptionTypes(), " throws ", "");
  }

  private static String text(int modifiers) {
    String words = Modifier.toString(modifiers & ~Modifier.PUBLIC);
    return words.isEmpty() ? "" : words + " ";
  }

  private static String names(Type[] types, String before, String after) {
    return types.length == 0
        ? ""
        : Arrays.stream(types).map(ApiList::name).collect(Collectors.joining(", ", before, after));
  }

  private static String name(Type type) {
    return type.getTypeName().replaceAll(OBVIOUS, "");
  }
}
