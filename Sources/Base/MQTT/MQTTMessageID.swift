/// The number that ties a PUBLISH or SUBSCRIBE to its acknowledgement; reused once it is acknowledged.
public typealias MQTTMessageID = UInt16
