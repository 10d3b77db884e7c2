//! Files that an agent shares and gets.

use serde_json::{Value, json};

use super::Agent;

impl Agent {
    /// Uploads a file, which is announced as of this type and calls itself what it likes, and shares it.
    pub(crate) async fn share(&self, caption: &str, file_type: &str, media_type: &str, bytes: &[u8]) {
        let size = json!({ "fileSize": bytes.len(), "fileType": file_type });
        let answer = self.ask(".ams.ms.GenerateURLForUploadFile", size).await;
        let put = reqwest::Client::new().put(self.address(&answer["body"])).header("content-type", media_type);
        assert_eq!(put.body(bytes.to_vec()).send().await.unwrap().status(), 201);
        let path = &answer["body"]["relativePath"];
        self.share_message(json!({ "relativePath": path, "fileType": file_type, "caption": caption })).await;
    }

    /// Waits for so many files of the consumer's; their messages.
    pub(crate) async fn gets_files(&self, count: usize) -> Vec<Value> {
        self.until(&format!("the agent has {count} files"), |state| state.files.len() == count).await;
        self.link.look(|state| state.files.clone())
    }

    /// The bytes of a file that was shared.
    pub(crate) async fn bytes_of(&self, message: &Value) -> Vec<u8> {
        let path = json!({ "relativePath": message["relativePath"] });
        let answer = self.ask(".ams.ms.GenerateURLForDownloadFile", path).await;
        let got = reqwest::get(self.address(&answer["body"])).await.unwrap();
        assert_eq!(got.status(), 200);
        got.bytes().await.unwrap().to_vec()
    }

    /// Publishes a message of a file, whether there is one or not.
    pub(crate) async fn share_message(&self, message: Value) {
        self.publish(json!({ "type": "ContentEvent", "contentType": "hosted/file", "message": message })).await;
    }

    fn address(&self, answer: &Value) -> String {
        let parameter = |name: &str| answer["queryParams"][name].as_str().unwrap().to_owned();
        let (signature, expires) = (parameter("temp_url_sig"), parameter("temp_url_expires"));
        let path = answer["relativePath"].as_str().unwrap();
        format!("{}{path}?temp_url_sig={signature}&temp_url_expires={expires}", self.storage)
    }
}
