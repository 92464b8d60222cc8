package io.warrenmq.amqp10.message;

import java.util.List;

/** The sections of a message by the codes of their descriptors, in their order. §3.2. */
final class Section {
  static final int HEADER = 0x70;
  static final int DELIVERY_ANNOTATIONS = 0x71;
  static final int MESSAGE_ANNOTATIONS = 0x72;
  static final int PROPERTIES = 0x73;
  static final int APPLICATION_PROPERTIES = 0x74;
  static final int DATA = 0x75;
  static final int SEQUENCE = 0x76;
  static final int VALUE = 0x77;
  static final int FOOTER = 0x78;

  /** How many there are. */
  static final int COUNT = FOOTER - HEADER + 1;

  /** The other names of their descriptors. Hardly a client uses them. */
  private static final List<String> NAMES =
      List.of(
          "amqp:header:list",
          "amqp:delivery-annotations:map",
          "amqp:message-annotations:map",
          "amqp:properties:list",
          "amqp:application-properties:map",
          "amqp:data:binary",
          "amqp:amqp-sequence:list",
          "amqp:amqp-value:*",
          "amqp:footer:map");

  private Section() {}

  /** The code of a section by its name; less than {@link #HEADER} when none is called so. */
  static int named(String name) {
    return HEADER + NAMES.indexOf(name);
  }

  static boolean isBody(int code) {
    return code >= DATA && code <= VALUE;
  }
}
