// A device on an ESP32: says whether it is there, sends its temperature, takes commands.
// Arduino IDE: board "ESP32 Dev Module", library "PubSubClient" by Nick O'Leary. It speaks MQTT 3.1.1.
#include <PubSubClient.h>
#include <WiFi.h>

const char *WIFI_NAME = "...";
const char *WIFI_PASSWORD = "...";
const char *BROKER = "192.168.0.10";
const char *USER = "device";
const char *PASSWORD = "...";
const char *DEVICE = "kitchen";  // the client identifier: each device needs its own
const char *STATUS = "devices/kitchen/status";
const char *TEMPERATURE = "devices/kitchen/temperature";
const char *COMMANDS = "devices/kitchen/commands";
const unsigned long INTERVAL_MS = 5000;

WiFiClient network;
PubSubClient mqtt(network);
unsigned long lastMs = 0;

void onMessage(char *topic, byte *payload, unsigned int length) {
  Serial.print("command: ");
  Serial.write(payload, length);
  Serial.println();
}

void connectToWifi() {
  WiFi.begin(WIFI_NAME, WIFI_PASSWORD);
  while (WiFi.status() != WL_CONNECTED) {
    delay(500);
  }
}

void connectToBroker() {
  while (!mqtt.connected()) {
    // The will, which the broker publishes should the device go without a word: QoS 1, retained. At last, whether the
    // session is clean: it is not, so that commands wait while the device is away.
    if (mqtt.connect(DEVICE, USER, PASSWORD, STATUS, 1, true, "offline", false)) {
      mqtt.publish(STATUS, "online", true);
      mqtt.subscribe(COMMANDS, 1);
    } else {
      Serial.printf("no connection: state %d\n", mqtt.state());
      delay(5000);
    }
  }
}

void setup() {
  Serial.begin(115200);
  connectToWifi();
  mqtt.setServer(BROKER, 1883);
  mqtt.setKeepAlive(30);
  mqtt.setBufferSize(1024);  // the largest packet in either direction; 256 bytes otherwise
  mqtt.setCallback(onMessage);
}

void loop() {
  connectToBroker();
  mqtt.loop();
  if (millis() - lastMs >= INTERVAL_MS) {
    lastMs = millis();
    char text[16];
    snprintf(text, sizeof text, "%.1f", temperatureRead());  // the chip's own
    mqtt.publish(TEMPERATURE, text);                         // QoS 0, the only one that PubSubClient publishes with
  }
}
