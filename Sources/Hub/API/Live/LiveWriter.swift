internal import HubPlant
internal import NIOCore
internal import NIOWebSocket
internal import Telemetry

/// Makes frames of what waits for a client: one message alone, several as `batch_update`, large ones compressed.
struct LiveWriter {
    /// A batch is cut where it passes this, so that no client has to hold more.
    private static let batchBytesMax = 262_144

    let hub: LiveHub
    let compresses: Bool

    func frames(_ departure: LiveClient.Departure) -> [WebSocketFrame] {
        var frames = departure.controls.map(control)
        var batch: [[UInt8]] = []
        var size = 0
        let sensors = departure.sensors.sorted { $0.key < $1.key }.map { sensor($0.key, $0.value).bytes }
        for message in departure.messages.map(\.bytes) + sensors {
            if size + message.count > Self.batchBytesMax, !batch.isEmpty {
                frames.append(frame(batch))
                batch = []
                size = 0
            }
            batch.append(message)
            size += message.count
        }
        if !batch.isEmpty { frames.append(frame(batch)) }
        if let closure = departure.closure { frames.append(close(closure)) }
        return frames
    }

    private func frame(_ batch: [[UInt8]]) -> WebSocketFrame {
        if batch.count == 1 { return text(batch[0]) }
        let head = hub.message("batch_update", .gathered, []).bytes
        var bytes = Array(head.dropLast()) + Array(",\"messages\":[".utf8)
        bytes.reserveCapacity(bytes.count + batch.reduce(2) { $0 + $1.count + 1 })
        for (index, message) in batch.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += message
        }
        return text(bytes + Array("]}".utf8))
    }

    private func sensor(_ machine: MachineID, _ sensor: LiveOutbox.Sensor) -> LiveMessage {
        let metrics = sensor.metrics.values.sorted { $0.metric < $1.metric }
        let newest = metrics.map(\.time).max()
        let data: JSONValue = [
            "timestamp": .of(newest),
            "metrics": .object(metrics.map { JSONField($0.metric.text, $0.json) }),
            "twin": .of(sensor.twin),
        ]
        return hub.message(
            "sensor_update", .gathered, [JSONField("machineId", .of(machine)), JSONField("data", data)])
    }

    private func text(_ bytes: [UInt8]) -> WebSocketFrame {
        if compresses, bytes.count > Deflate.worthwhileBytes,
            let compressed = Deflate.compress(bytes, wrapping: .none)
        {
            return WebSocketFrame(fin: true, rsv1: true, opcode: .text, data: ByteBuffer(bytes: compressed))
        }
        return WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: bytes))
    }

    private func control(_ control: LiveControl) -> WebSocketFrame {
        switch control {
        case .ping: WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer())
        case .pong(let bytes): WebSocketFrame(fin: true, opcode: .pong, data: ByteBuffer(bytes: bytes))
        }
    }

    private func close(_ closure: LiveClosure) -> WebSocketFrame {
        var data = ByteBuffer()
        data.writeInteger(closure.rawValue)
        data.writeString(closure.reason)
        return WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
    }
}
