package import MQTT

/// What a publisher wants to hear, and who is called for it.
package struct PublisherSubscription: Sendable {
    package let filter: String
    package let qos: MQTTQoS
    package let handler: @Sendable (DeviceMessage) -> Void

    package init(filter: String, qos: MQTTQoS, handler: @escaping @Sendable (DeviceMessage) -> Void) {
        self.filter = filter
        self.qos = qos
        self.handler = handler
    }

    /// Whether a topic falls under the filter (MQTT 3.1.1, 4.7): `+` is one level, `#` all that follow.
    package func matches(_ topic: String) -> Bool {
        var levels = topic.split(separator: "/", omittingEmptySubsequences: false)[...]
        for part in filter.split(separator: "/", omittingEmptySubsequences: false) {
            if part == "#" { return true }
            guard let level = levels.popFirst(), part == "+" || part == level else { return false }
        }
        return levels.isEmpty
    }
}
