package com.example.shop

import android.Manifest.permission.RECORD_AUDIO
import android.annotation.SuppressLint
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.webkit.JavascriptInterface
import android.webkit.PermissionRequest
import android.webkit.ValueCallback
import android.webkit.WebChromeClient
import android.webkit.WebResourceRequest
import android.webkit.WebView
import android.webkit.WebViewClient
import androidx.activity.ComponentActivity
import androidx.activity.addCallback
import androidx.activity.result.contract.ActivityResultContracts.RequestPermission
import androidx.activity.result.contract.ActivityResultContracts.StartActivityForResult
import org.json.JSONObject

/** The chat page of a Parley server. */
class ParleyChatActivity : ComponentActivity() {
    private lateinit var view: WebView
    private lateinit var server: Uri
    private var chosen: ValueCallback<Array<Uri>>? = null
    private var asked: PermissionRequest? = null

    /** The room that is open; null when none is. */
    private var openRoom: String? = null

    private val chooseFiles = registerForActivityResult(StartActivityForResult()) { result ->
        chosen?.onReceiveValue(WebChromeClient.FileChooserParams.parseResult(result.resultCode, result.data))
        chosen = null
    }

    private val askMicrophone = registerForActivityResult(RequestPermission()) { granted ->
        asked?.let { if (granted) it.grant(arrayOf(PermissionRequest.RESOURCE_AUDIO_CAPTURE)) else it.deny() }
        asked = null
    }

    @SuppressLint("SetJavaScriptEnabled")
    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        server = Uri.parse(requireNotNull(intent.getStringExtra(SERVER)))
        view = WebView(this)
        view.settings.javaScriptEnabled = true
        view.settings.domStorageEnabled = true
        view.settings.mediaPlaybackRequiresUserGesture = false
        view.addJavascriptInterface(Reports(), "imkit")
        view.webViewClient = Links()
        view.webChromeClient = Requests()
        view.setDownloadListener { url, _, _, _, _ -> openElsewhere(Uri.parse(url)) }
        setContentView(view)
        view.loadUrl(address())
        onBackPressedDispatcher.addCallback(this) { if (view.canGoBack()) view.goBack() else finish() }
    }

    /** What stands behind the hash is never sent over the network. */
    private fun address(): String {
        val route = Uri.Builder().appendQueryParameter("token", intent.getStringExtra(TOKEN))
        intent.getStringExtra(ROOM)?.let { route.appendQueryParameter("roomId", it) }
        return "${server.toString().trimEnd('/')}/chat#/${route.build()}"
    }

    private inner class Reports {
        /** Called by the page, on a thread of its own. */
        @JavascriptInterface
        fun postMessage(json: String) {
            val report = JSONObject(json)
            runOnUiThread {
                when (report.optString("type")) {
                    "imkit:enterRoom" -> openRoom = report.optString("roomId")
                    "imkit:leaveRoom" -> openRoom = null
                }
            }
        }
    }

    private inner class Links : WebViewClient() {
        /** Other sites never get into this view: they would find `imkit` in it. */
        override fun shouldOverrideUrlLoading(view: WebView, request: WebResourceRequest): Boolean {
            val url = request.url
            if (url.scheme == server.scheme && url.authority == server.authority) return false
            openElsewhere(url)
            return true
        }
    }

    private fun openElsewhere(url: Uri) {
        try {
            startActivity(Intent(Intent.ACTION_VIEW, url))
        } catch (_: ActivityNotFoundException) {
            // No app opens this kind of link.
        }
    }

    private inner class Requests : WebChromeClient() {
        override fun onShowFileChooser(
            view: WebView,
            callback: ValueCallback<Array<Uri>>,
            params: FileChooserParams,
        ): Boolean {
            chosen?.onReceiveValue(null)
            chosen = callback
            chooseFiles.launch(params.createIntent())
            return true
        }

        /** Voice messages. */
        override fun onPermissionRequest(request: PermissionRequest) {
            val isOurs = request.origin.host == server.host
            if (!isOurs || PermissionRequest.RESOURCE_AUDIO_CAPTURE !in request.resources) return request.deny()
            asked = request
            askMicrophone.launch(RECORD_AUDIO)
        }
    }

    override fun onDestroy() {
        view.destroy()
        super.onDestroy()
    }

    companion object {
        private const val SERVER = "server"
        private const val TOKEN = "token"
        private const val ROOM = "roomId"

        /** @param token the user's, from your backend. @param roomId shows this room alone. */
        fun intent(context: Context, server: String, token: String, roomId: String? = null): Intent =
            Intent(context, ParleyChatActivity::class.java)
                .putExtra(SERVER, server)
                .putExtra(TOKEN, token)
                .putExtra(ROOM, roomId)
    }
}
