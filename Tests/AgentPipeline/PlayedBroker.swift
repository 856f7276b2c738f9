import Foundation
import Glibc
import Synchronization
import TestKit

/// A broker of one connection and MQTT 3.1.1 that keeps every acknowledgement it is given, also those that come with
/// the connection's end: a real one may throw away what it has not read when a socket closes.
final class PlayedBroker: Sendable {
    struct State {
        var client: Int32 = -1
        var acknowledged: Set<UInt16> = []
        var isSubscribed = false
        /// Connections that have ended and were read to their end.
        var ended = 0
        var saidGoodbye = false
    }

    let port: Int
    let state = Mutex(State())
    private let listener: Int32

    init() throws {
        listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr = in_addr(s_addr: inet_addr("127.0.0.1"))
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 4) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else { throw BenchFailure(description: "no port for a broker") }
        port = Int(UInt16(bigEndian: address.sin_port))
        let thread = Thread { [self] in serve() }
        thread.start()
    }

    deinit { close(listener) }

    /// Sends messages with QoS 1 at once, by their ids; false when nobody is connected.
    func publish(_ messages: [(id: UInt16, payload: String)], topic: String) -> Bool {
        let name = Array(topic.utf8)
        let bytes = messages.flatMap { id, payload in
            let body =
                [UInt8(name.count >> 8), UInt8(name.count & 255)] + name + [UInt8(id >> 8), UInt8(id & 255)]
                + Array(payload.utf8)
            return [0x32] + Self.length(body.count) + body
        }
        return state.withLock { $0.isSubscribed && Self.send(bytes, to: $0.client) }
    }

    private func serve() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { return }
            state.withLock { $0.client = client }
            var bytes: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(client, &part, part.count)
                guard count > 0 else { break }
                bytes += part[..<count]
                while let packet = Self.takePacket(&bytes) { hear(packet, client) }
            }
            state.withLock {
                $0.client = -1
                $0.isSubscribed = false
                $0.ended += 1
            }
            close(client)
        }
    }

    private func hear(_ packet: (kind: UInt8, body: [UInt8]), _ client: Int32) {
        state.withLock { state in
            switch packet.kind >> 4 {
            case 1: _ = Self.send([0x20, 2, 0, 0], to: client)
            case 4: state.acknowledged.insert(UInt16(packet.body[0]) << 8 | UInt16(packet.body[1]))
            case 8:
                _ = Self.send([0x90, 3, packet.body[0], packet.body[1], 1], to: client)
                state.isSubscribed = true
            case 12: _ = Self.send([0xD0, 0], to: client)
            case 14: state.saidGoodbye = true
            default: break
            }
        }
    }

    private static func takePacket(_ bytes: inout [UInt8]) -> (kind: UInt8, body: [UInt8])? {
        var (length, place) = (0, 1)
        repeat {
            guard place < bytes.count, place < 5 else { return nil }
            length |= Int(bytes[place] & 127) << (7 * (place - 1))
            place += 1
        } while bytes[place - 1] & 128 != 0
        guard bytes.count >= place + length else { return nil }
        defer { bytes.removeFirst(place + length) }
        return (bytes[0], Array(bytes[place..<place + length]))
    }

    private static func length(_ count: Int) -> [UInt8] {
        count < 128 ? [UInt8(count)] : [UInt8(count & 127 | 128), UInt8(count >> 7)]
    }

    private static func send(_ bytes: [UInt8], to client: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(client, buffer.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
