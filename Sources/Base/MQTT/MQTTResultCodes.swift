internal import CMosquitto
internal import Glibc

/// From the numbers of libmosquitto and of the protocol to errors that a person can look up.
extension MQTTError {
    /// The error of a libmosquitto result code, or nothing for success; reads `errno` when the library points there.
    static func of(result: Int32, about detail: String = "") -> MQTTError? {
        let systemError = errno
        switch mosq_err_t(rawValue: result) {
        case MOSQ_ERR_SUCCESS, MOSQ_ERR_CONN_PENDING: return nil
        case MOSQ_ERR_NOMEM: return MQTTError(.outOfMemory, detail)
        case MOSQ_ERR_PROTOCOL, MOSQ_ERR_MALFORMED_PACKET, MOSQ_ERR_DUPLICATE_PROPERTY:
            return MQTTError(.protocolViolated, detail)
        case MOSQ_ERR_INVAL, MOSQ_ERR_NOT_SUPPORTED: return MQTTError(.optionInvalid, detail)
        case MOSQ_ERR_NO_CONN: return MQTTError(.notConnected, detail)
        case MOSQ_ERR_CONN_REFUSED: return MQTTError(.refused, detail)
        case MOSQ_ERR_CONN_LOST: return MQTTError(.connectionLost, detail)
        case MOSQ_ERR_TLS, MOSQ_ERR_TLS_HANDSHAKE, MOSQ_ERR_OCSP: return MQTTError(.tlsFailed, detail)
        case MOSQ_ERR_PAYLOAD_SIZE, MOSQ_ERR_OVERSIZE_PACKET: return MQTTError(.payloadTooLarge, detail)
        case MOSQ_ERR_MALFORMED_UTF8: return MQTTError(.topicInvalid, detail)
        case MOSQ_ERR_AUTH, MOSQ_ERR_ACL_DENIED: return MQTTError(.notAuthorised, detail)
        case MOSQ_ERR_EAI, MOSQ_ERR_LOOKUP: return MQTTError(.nameUnknown, detail)
        case MOSQ_ERR_KEEPALIVE: return MQTTError(.keepAliveExpired, detail)
        case MOSQ_ERR_ERRNO: return of(systemError: systemError, about: detail)
        default: return MQTTError(.system, "\(detail) \(String(cString: mosquitto_strerror(result)))")
        }
    }

    private static func of(systemError: Int32, about detail: String) -> MQTTError {
        let words = "\(detail): \(String(cString: strerror(systemError)))"
        return switch systemError {
        case ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT, EINPROGRESS, EAGAIN: MQTTError(.unreachable, words)
        case ECONNRESET, EPIPE, ENOTCONN, EBADF: MQTTError(.connectionLost, words)
        case EPROTO: MQTTError(.tlsFailed, words)
        default: MQTTError(.system, words)
        }
    }

    /// The refusal of a CONNACK, by either version's codes, or nothing when it accepted.
    static func of(connectCode: Int32, about detail: String) -> MQTTError? {
        switch connectCode {
        case 0: nil
        case 1, 132: MQTTError(.versionRefused, detail)
        case 2, 133: MQTTError(.clientIDRefused, detail)
        case 3, 136, 137: MQTTError(.brokerUnavailable, detail)
        case 4, 134: MQTTError(.badCredentials, detail)
        case 5, 135, 138: MQTTError(.notAuthorised, detail)
        default: MQTTError(.refused, "\(detail), reason \(connectCode)")
        }
    }
}
